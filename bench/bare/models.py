from django.db import models


class Row(models.Model):
    key = models.CharField(max_length=40, db_index=True)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
