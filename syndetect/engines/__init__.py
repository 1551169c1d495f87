"""Engines that run the stages elsewhere than in one process; each gives the result of ``syndetect.scan``."""
