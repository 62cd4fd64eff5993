Feature: System
  What the operating system of a device promises at any time.

  @virtual @case:os/os-release @case:os/issue @case:os/issue-net @case:os/fingerprint
  Scenario: A release says what it is, and every file of it is as it was released
    Given a device with resinos 2.0.0+rev1
    Then slot A says in os-release, issue and issue.net that it is 2.0.0+rev1 for raspberrypi3-64
    And every file of slot A is as it was released

  @virtual
  Scenario: A larger card is used to its end from the first boot on
    Given a device with resinos 2.0.0+rev1 on a card of 2 GiB
    When it is switched on
    Then it boots 2.0.0+rev1 from slot A
    And its data partition reaches to the end of its card
    And its file systems are sound

  @virtual @case:os/swap @case:os/uptime
  Scenario: The root of a device is read-only but for what is its own, and its swap is in RAM
    Given a device that has been running resinos 2.0.0+rev1 and runs looks-around
    When it is switched on
    Then it boots 2.0.0+rev1 from slot A
    And it reports "root write=refused"
    And it reports "overlays paths=/etc/NetworkManager/system-connections,/etc/docker,/etc/dropbear,/etc/hostname,/etc/resin-supervisor,/root/.docker,/root/.rnd"
    And it reports "swap devices=1 name=/dev/zram0 size=half-of-ram"
    And it reports "uptime-command result=ok"
    And there is nothing on resin-rootB

  @virtual @case:os/fsck
  Scenario: File systems that have met an error are mended at the next boot
    Given a device that has been running resinos 2.0.0+rev1
    And each of its ext4 file systems was left with an error
    When it is switched on
    Then it finds each of its ext4 file systems repaired
    And it boots 2.0.0+rev1 from slot A
    When its plug is pulled and put back
    Then it finds each of its ext4 file systems clean
    And it boots 2.0.0+rev1 from slot A

  @virtual
  Scenario: The clock of a device does not go back over a power cut
    Given a device that has been running resinos 2.0.0+rev1
    And it last knew a time 90 days after its image was made
    When it is switched on
    Then its clock is not behind the last time it knew
    And it boots 2.0.0+rev1 from slot A
    When its plug is pulled and put back
    Then its clock is not behind the last time it knew
    And it boots 2.0.0+rev1 from slot A

  @virtual
  Scenario: A service that fails is named
    Given a device that has been running resinos 2.0.0+rev1 and runs failing-service
    When it is switched on
    Then it reports "unit-failed name=sensor.service result=exit-code"

  @virtual
  Scenario: A device whose kernel panics comes back
    Given a device that has been running resinos 2.0.0+rev1 and runs panics-once
    When it is switched on
    Then it reports "panics"
    And it boots 2.0.0+rev1 from slot A

  @virtual @board:virt @nightly
  Scenario: Brown-outs cost a device nothing
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    When it is switched on
    Then it boots 2.0.0+rev1 from slot A
    When its power browns out 5 times
    Then it is still the same device
    And it boots 2.0.0+rev1 from slot A
    And its user's files are intact
    And its file systems are sound

  @wall @board:virt @with:watchdog @nightly
  Scenario: A device that hangs is reset by its watchdog
    Given a device that has been running resinos 2.0.0+rev1 and runs hangs-once
    When it is switched on
    Then it reports "watchdog driver=i6300esb"
    And it reports "hangs"
    And it boots 2.0.0+rev1 from slot A

  @wall @board:virt @case:cloud/ssh-auth-production
  Scenario: A production device lets in who has a key of its owner, and nobody else
    Given a device that has been running resinos 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    When it is switched on
    Then whoever has that key can log in
    And nobody can log in with another key or an empty password
