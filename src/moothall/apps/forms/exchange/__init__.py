"""Forms from elsewhere and forms for elsewhere: GOV.UK Forms in, JSON Schema out."""
