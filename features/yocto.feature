Feature: Yocto's layout
  A card laid out as Yocto's BSP for the Raspberry Pi lays its cards out, and as those extend it who update two roots: names, places and boot files are others, what an update promises is the same.

  @virtual @nightly
  Scenario: A device whose card has Yocto's layout takes a new release, keeps it, and loses nothing
    Given a device that has been running resinos 2.0.0+rev1/yocto
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

  @virtual @nightly
  Scenario: The plug is pulled while the inactive slot of a card with Yocto's layout is being written
    Given a device that has been running resinos 2.0.0+rev1/yocto
    And its user keeps files on it
    And release 2.0.0+rev2 has been downloaded to it
    When it is switched on, and loses power while rootfs_B is being written
    And it is switched on again
    Then it boots the old or the new release, whole
    And a second update succeeds
    And its user's files are intact
    And its file systems are sound
