from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def unlog(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE presence_present SET UNLOGGED")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Present",
            fields=[
                ("id", models.CharField(max_length=160, primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=80)),
                ("who", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=200)),
                ("doing", models.CharField(max_length=10)),
                ("at", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["place", "at"], name="present_at_place")],
            },
        ),
        migrations.RunPython(unlog, migrations.RunPython.noop),
    ]
