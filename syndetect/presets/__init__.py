"""Parameters for other kinds of text than news, one TOML file each: ``Params.preset(name)``."""
