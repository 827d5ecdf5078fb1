"""Files in an S3-compatible store: AWS, MinIO, Ceph, or a provider's own."""
