"""`python -m nbsealed`, the same as the command `nbsealed`."""

from nbsealed.batch.app import main

if __name__ == "__main__":
    main()
