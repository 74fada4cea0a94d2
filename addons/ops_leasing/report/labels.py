"""Labels of a selection that another model declares."""


def labels_of(model, name):
    """Selection of a report's field: the translated values of ``model.name``."""
    return lambda self: self.env[model]._fields[name]._description_selection(self.env)
