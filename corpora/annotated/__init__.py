"""What people marked: MQM, ESA and MLQE-PE files."""
