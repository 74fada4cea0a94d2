from . import bills, exits, fitouts, home, leases, meters, repairs, sales
