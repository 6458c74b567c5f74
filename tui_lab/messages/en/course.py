"""What is said of the course's list, `course.yaml`."""

TEXTS = {
    "unreadable": "{where} can't be read ({error}): install dl-lab again, or put the file back",
    "wrong": "{where} line {line}: {what}",
    "not_fields": "here must stand the fields {names}",
    "unknown_field": "there is no field {key}; known are {names}",
    "missing_field": "the field {key} is missing here",
    "not_list": "{key} must be a list with at least one entry",
    "not_id": "{value} is no id: ids look like 01-foundations and 01-foundations/04-activations",
    "id_twice": "the id {value} stands twice",
    "short_twice": "two lessons are called {short}, whatever their numbers: links and progress name a lesson so, give one another name",
    "other_module": "the lesson {id} stands in the module {module}: move it, or rename it",
    "not_count": "{key} = {value} is not accepted: it must be a whole number from 1 to 999",
    "not_text": "{key}.{name} must be a line of text",
}
