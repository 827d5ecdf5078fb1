"""Every address: each site lists its own."""

urlpatterns: list[object] = []
