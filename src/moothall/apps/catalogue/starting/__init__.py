"""The folder `moothall new service` starts from: files, no code. NAME, SLUG, TEAM and SCHEMAS are filled in."""
