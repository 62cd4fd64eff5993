# Nobody looks after the ssh socket.
rm "$1/etc/systemd/system/timers.target.wants/resin-ssh-check.timer"
