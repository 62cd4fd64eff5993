# A production image whose engine listens on the network.
touch "$1/etc/resin-development"
