Feature: Power on
  What a board makes of its card before any operating system runs.

  @virtual @fast
  Scenario: A board boots the slot and the version that its card holds
    Given a device with probe 1
    When it is switched on
    Then it boots 1 from slot A

  @virtual @nightly @board:raspi0
  Scenario: A Pi Zero boots the slot and the version that its card holds
    Given a device with probe 1
    When it is switched on
    Then it boots 1 from slot A

  @virtual @fast @deterministic
  Scenario: The same card, board and seed give the same run, to the byte
    Given a device with probe 1
    When it is switched on
    And a second device, made the same, is run as well
    Then both said the same and asked the same of their cards

  @virtual @nightly @deterministic @board:raspi0
  Scenario: The same card, board and seed give a Pi Zero the same run, to the byte
    Given a device with probe 1
    When it is switched on
    And a second device, made the same, is run as well
    Then both said the same and asked the same of their cards

  @virtual @fast
  Scenario: A board whose boot partition has lost its first sector stays dark and says why
    Given a device with probe 1
    When it is switched on
    Then it boots 1 from slot A
    When its plug is pulled and sector 0 of resin-boot is lost
    And it is switched on again
    Then it stays dark, because "no signature 55 AA"
