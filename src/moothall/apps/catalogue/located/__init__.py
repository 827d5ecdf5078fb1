"""Files whose every value knows its file and line, checked by one JSON Schema per format.

No Django and no room in here: text goes in, located values and mistakes come out.
"""
