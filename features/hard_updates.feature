Feature: Updates in bad circumstances
  Devices are updated where their power, their network and their room are as they are.

  @virtual @board:virt @nightly
  Scenario: The power goes in the first boots of a new release, and it is kept all the same
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    When it loses power in each of the first 2 boots of the new release
    Then it boots 2.0.0+rev2 from slot B
    And it keeps 2.0.0+rev2
    And its user's files are intact

  @virtual @nightly
  Scenario: The mains fail again and again while a device updates itself
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 has been downloaded to it
    When its mains fail 12 times
    And it is switched on again
    Then it boots the old or the new release, whole
    And a second update succeeds
    And its user's files are intact
    And its file systems are sound

  @virtual @board:virt @nightly
  Scenario Outline: The mains of a busy device fail every few minutes, for <time>
    Given a device that has been running resinos 2.0.0+rev1, on which a program writes all the time
    And release 2.0.0+rev2, on which that program writes too, has been downloaded to it
    When its mains fail every few minutes for <hours> hours
    And it is switched on again
    Then it boots 2.0.0+rev2 from slot B
    And its program has written at least <records> records, and has lost none
    And its file systems are sound

    Examples:
      | time    | hours | records |
      | an hour | 1     | 400     |
      | a day   | 24    | 10000   |

  @virtual @board:virt @nightly
  Scenario: What a cut leaves on the boot partition is cleared away
    Given a device that has been running resinos 2.0.0+rev1
    And release 2.0.0+rev2 has been downloaded to it
    When it is switched on, and loses power while boot files are being copied
    Then something is left over on its resin-boot
    When it is switched on again
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
    And it keeps 2.0.0+rev2
    And nothing is left over on its resin-boot

  @virtual @board:virt
  Scenario: A boot partition without room is noticed before anything is wiped
    Given a device that has been running resinos 2.0.0+rev1
    And release 2.0.0+rev2 has been downloaded to it
    And its resin-boot is full but for 256 KiB
    When it is switched on
    Then it boots 2.0.0+rev1 from slot A
    And it refuses the update, since "boot partition has"
    And there is nothing on resin-rootB
    And what fills its resin-boot is still there
    And its file systems are sound

  @virtual @board:virt
  Scenario: A data partition without room costs no device
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 has been downloaded to it
    And its resin-data is full but for 0 KiB
    When it is switched on
    Then it boots 2.0.0+rev1 from slot A
    And it gives the update up in its step health-variables
    And there is nothing on resin-rootB
    And what fills its resin-data is still there
    And its user's files are intact
    And its file systems are sound

  @virtual @board:virt @nightly
  Scenario: An update takes nothing from a program that writes all the time
    Given a device that has been running resinos 2.0.0+rev1, on which a program writes all the time
    And release 2.0.0+rev2 has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
    And it keeps 2.0.0+rev2
    And its program has written at least 30 records, and has lost none
    And its file systems are sound

  @virtual @board:virt @nightly
  Scenario Outline: A device takes any other release: <what>
    Given a device that has been running resinos <from>
    And its user keeps files on it
    And release <to> has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    And it boots <to> from slot B
    And it keeps <to>
    And its user's files are intact

    Examples:
      | what                 | from       | to         |
      | the one before       | 2.0.0+rev2 | 2.0.0+rev1 |
      | one much later       | 2.0.0+rev1 | 2.0.0+rev9 |

  @wall @board:virt @nightly
  Scenario: A second update waits for the reboot of the first
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 is offered on the network
    When it is switched on
    And it is told over ssh to update, and not to reboot
    And it is told over ssh to update once more
    Then it refuses the update, since "an installed update waits for its reboot"
    And nothing was written to resin-rootA since
    And nothing was written to resin-rootB since
    When it is told over ssh to reboot
    Then it boots 2.0.0+rev2 from slot B
    And it keeps 2.0.0+rev2
    And its user's files are intact

  @wall @board:virt
  Scenario: A payload that was changed on its way is refused before anything is wiped
    Given a device that has been running resinos 2.0.0+rev1
    And release 2.0.0+rev2 is offered on the network, its payload changed on its way
    When it is switched on
    And it is told over ssh to update
    Then it refuses the update, since "payload digest wrong"
    And nothing was written to resin-rootB since
    And it says over ssh that it runs 2.0.0+rev1

  @wall @board:virt @nightly
  Scenario: A release whose payload cannot be fetched changes nothing
    Given a device that has been running resinos 2.0.0+rev1
    And release 2.0.0+rev2 is offered on the network, without its payload
    When it is switched on
    And it is told over ssh to update
    Then it refuses the update, since "download of root.tar.zst failed"
    And nothing was written to resin-rootB since
    And it says over ssh that it runs 2.0.0+rev1

  @wall @board:virt @nightly
  Scenario: A download goes on where its line has broken
    Given a device that has been running resinos 2.0.0+rev1
    And release 2.0.0+rev2 is offered on the network, over a line that breaks after each 2 MiB
    When it is switched on
    And it is told over ssh to update
    Then it installs the update and reboots
    And the line has broken at least 12 times
    And it boots 2.0.0+rev2 from slot B
    And it keeps 2.0.0+rev2

  @wall @board:virt @nightly
  Scenario: A device whose network was gone in the middle of a download goes on when it is back
    Given a device that has been running resinos 2.0.0+rev1
    And it gives a download that is silent for 10 seconds another try
    And release 2.0.0+rev2 is offered on the network
    When it is switched on
    And it is told over ssh to update, and its network cable is pulled once 8 MiB have come
    Then it notices that its download was interrupted
    When its network cable is put back
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
    And it keeps 2.0.0+rev2
