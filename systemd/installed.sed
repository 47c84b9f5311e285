# Makes the installed configuration of the sample: what belongs to this package is switched on.
s/^#\(admin_group = "skep"\)$/\1/
s/^#\(cache_dir = "\/var\/cache\/skep"\)$/\1/
s/^#\(log_level = \)"notice"$/\1"info"/
