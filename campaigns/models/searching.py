"""A title that is searched by its pinyin and initials too. The keys follow the title by themselves: several services
write titles, and one that forgot would hide its rows from the search."""

from django.db import models

from organizations.pinyin import title_keys


class SearchKeysField(models.CharField):
    """Computed from the field `of` whenever the row is saved, also in bulk. Not by `QuerySet.update` of the title alone."""

    def __init__(self, *args, of: str, **kwargs):
        self.of = of
        super().__init__(*args, **{"max_length": 400, "blank": True, "default": "", "editable": False, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance, add):
        keys = title_keys(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, keys)
        return keys


class Searched(models.Model):
    """Saves the keys with the title, also when only the title is named in `update_fields`."""

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        titles = {field.of for field in self._meta.fields if isinstance(field, SearchKeysField)}
        if update_fields is not None and titles & set(update_fields):
            update_fields = {*update_fields, "search_keys"}
        super().save(*args, update_fields=update_fields, **kwargs)
