"""Whether a stage of the scan has become dearer, told without a clock on the wall."""
