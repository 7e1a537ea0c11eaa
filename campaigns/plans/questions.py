def ask(plan, reading, front, register):
    return []
