"""Documents: where each lives, its versions, who may see it, when it is reviewed, and which lessons it rests on."""
