"""What can be done inside a world, a file for each kind of doing; ``command_sets`` lists it all."""
