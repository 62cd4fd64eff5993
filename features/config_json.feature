Feature: config.json
  A device reads from its boot partition who it is and how it is set up. Its owner edits the file on a PC, and the file can be damaged there.

  @virtual @case:os/config-json-hostname
  Scenario: A host name that was set on a PC is there after the next boot
    Given a device that has been running resinos 2.0.0+rev1
    When its plug is pulled and hostname is set to kitchen in its config.json
    And it is switched on
    Then it reports "config result=ok"
    And it reports "identity hostname=kitchen"
    And it boots 2.0.0+rev1 from slot A

  @virtual
  Scenario Outline: A device whose config.json is <damage> says so, boots, and is who it was
    Given a device that has been running resinos 2.0.0+rev1
    When its plug is pulled and its config.json is <damage> afterwards
    And it is switched on
    Then it reports "config result=recovered was=<said>"
    And it is still the same device
    And it boots 2.0.0+rev1 from slot A
    And its card still holds its identity

    Examples:
      | damage  | said    |
      | torn    | invalid |
      | empty   | empty   |
      | missing | missing |
      | invalid | invalid |

  @virtual @board:virt @nightly
  Scenario: A new device whose config.json is torn boots, says so, and takes the one that its vendor writes anew
    Given a device with resinos 2.0.0+rev1
    When its plug is pulled and its config.json is torn afterwards
    And it is switched on
    Then it reports "config result=invalid"
    And it boots 2.0.0+rev1 from slot A
    When its plug is pulled and its vendor writes its config.json anew
    And it is switched on
    Then it reports "config result=ok"
    And it reports "identity hostname=b0a4d00"

  @virtual
  Scenario: A device with a FAT32 boot partition boots, and reads what was set on a PC
    Given a device that has been running resinos 2.0.0+rev1, with a FAT32 boot partition
    When its plug is pulled and hostname is set to kitchen in its config.json
    And it is switched on
    Then it reports "identity hostname=kitchen"
    And it boots 2.0.0+rev1 from slot A
    And its boot partition is FAT32
    And its file systems are sound
