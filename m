MemTotal:  913204 kB
X: 1
