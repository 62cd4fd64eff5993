Feature: Host OS update
  A device in the field takes a new release of its operating system and keeps it.

  @virtual @case:hup/from-previous-release
  Scenario: A device takes a new release, keeps it, and loses nothing
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
    And it keeps 2.0.0+rev2
    When its plug is pulled and put back
    Then it is still the same device
    And it boots 2.0.0+rev2 from slot B
    And its user's files are intact
    And its file systems are sound
    And every file of slot B is as it was released
    And no kernel has outgrown its place

  @nightly @virtual @board:raspi0
  Scenario: A Pi Zero takes a new release, keeps it, and loses nothing
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
    And it keeps 2.0.0+rev2
    And its user's files are intact
    And its file systems are sound
    And every file of slot B is as it was released

  @nightly @virtual @case:hup/from-this-release
  Scenario: A device takes the release that it runs once more
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev1 has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    And it boots 2.0.0+rev1 from slot B
    And it keeps 2.0.0+rev1
    And its user's files are intact

  @wall @board:virt @case:os/connectivity-wired
  Scenario: A device fetches a new release over the network
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 is offered on the network
    When it is switched on
    And it is told over ssh to update
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
    And it keeps 2.0.0+rev2
    And it says over ssh that it runs 2.0.0+rev2
    And its user's files are intact

  @wall
  Scenario: A release that its vendor did not sign is refused before anything is wiped
    Given a device that has been running resinos 2.0.0+rev1
    And release 2.0.0+rev2 is offered on the network, changed on its way
    When it is switched on
    And it is told over ssh to update
    Then it refuses the update because of its signature
    And nothing was written to resin-rootB since
    And it says over ssh that it runs 2.0.0+rev1
