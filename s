Filename Type Size Used Prio
/dev/zram0  partition 456596 0 -2
