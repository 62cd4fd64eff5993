Feature: Surroundings of the device
  A device finds its disks, its name servers and the internet where it is told that they are.

  @wall @board:virt @nightly @case:os/config-json-dns-servers @case:os/config-json-connectivity @case:os/udev-scans @case:os/udev-links @case:os/udev-unique @case:os/kernel-overlap @case:os/config-json-random-mac
  Scenario: A device finds its disks by what they are for, and names and the internet where its config.json says
    Given a device with resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And its config.json asks for a name server that knows depot.example as 192.0.2.7
    And an entry that is no address stands before it
    And its config.json says where it finds out whether the internet is there
    And its config.json asks for random addresses in the search for Wi-Fi networks
    When it is switched on
    Then each partition has a link by what it is for
    And the links to its active and to its other root differ
    And nobody has looked for a file system on its disks in RAM
    And files that overlap in an overlay stay what they are, and layers that overlap are refused
    And the device and its containers know depot.example as 192.0.2.7
    And its NetworkManager has found the internet there
    And its NetworkManager searches under random addresses
    When its config.json names no name server any more
    Then its resolver asks the name server 8.8.8.8

  @wall @board:virt @with:site @nightly @case:os/connectivity-socks5 @case:os/connectivity-http-connect
  Scenario: A device at a place with a proxy reaches the web through it
    Given a device with resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And a SOCKS5 proxy is named on its boot partition
    When it is switched on
    Then it reaches the web through the SOCKS5 proxy
    When an HTTP proxy is named there instead
    Then it reaches the web through the HTTP proxy
    When no proxy is named there any more
    Then it reaches the web by itself
