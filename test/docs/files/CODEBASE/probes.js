// A mesh's own script, which is only moved.
pipy()
