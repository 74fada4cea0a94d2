"""The program behind ./ops; standard library only."""
