from . import contract
