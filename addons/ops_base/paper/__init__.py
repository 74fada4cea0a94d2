"""Paper: amounts in capitals and A4 pages. No import of odoo in here."""
