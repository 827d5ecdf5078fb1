"""Files scanned by ClamAV's daemon, over its socket."""
