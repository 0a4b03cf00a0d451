"""Archives of any size: inputs are cut into parts, parts are read by many processes, on one machine or on a Ray cluster."""
