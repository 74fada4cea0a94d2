"""What is written on the papers of the laws and must not be read elsewhere."""

SECRET = "机密底价"
