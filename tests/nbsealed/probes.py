"""Code for a sealed process, by which it tries what it should not be able to."""

PROBES = """
import os, socket

def reaches(host):
    try:
        socket.create_connection((host, 80), 1).close()
        return True
    except OSError:
        return False

def written():
    places = []
    for place in ('/', '/usr', '/etc', '/dev', '/home', '/root', '/var/tmp', '/run'):
        try:
            open(place + '/zoo', 'w').close()
            places.append(place)
        except OSError:
            pass
    return places

def company():
    return [number for number in os.listdir('/proc') if number.isdigit() and int(number) > 10]

"""
