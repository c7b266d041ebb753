"""`python -m azureml_fe_mock` is the command `azureml-fe-mock`."""

from ._launch import main

main()
