"""Fresh papers of the flows of this part; see ``papers.py``."""

PAPERS = {}
