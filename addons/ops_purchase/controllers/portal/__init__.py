from . import home, orders, statements
