from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "key",
                    models.BinaryField(editable=False, max_length=16, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField()),
                ("until", models.BigIntegerField(db_index=True)),
            ],
        ),
    ]
