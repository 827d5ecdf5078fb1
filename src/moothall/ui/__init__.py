"""What every page shares: routes with policies, page dataclasses, layout, components, assets."""
