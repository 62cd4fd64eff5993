Feature: Card faults
  What a card's faults do to a device that trusts it. Each device here does something that many do; on an ideal card it gets away with it.

  @virtual @board:virt
  Scenario Outline: Settings saved without write barriers are <found> after a cut, on <card>
    Given a device with probe 1 that runs settings-without-barriers
    When it is switched on
    Then it reports "settings value=none"
    And it reports "saved"
    When its plug is pulled
    And it is switched on again
    Then it reports "settings value=<value>"

    @card:window:commands=64,loses=all
    Examples:
      | found | value | card                 |
      | gone  | none  | a card with a window |

    @card:ideal
    Examples:
      | found | value | card          |
      | there | new   | an ideal card |

  @virtual @board:virt
  Scenario Outline: Settings that were synced are <found> after a cut, on <card>
    Given a device with probe 1 that runs settings-synced
    When it is switched on
    Then it reports "settings value=none"
    And it reports "saved"
    When its plug is pulled
    And it is switched on again
    Then it reports "settings value=<value>"

    @card:window:commands=64,loses=all+lying-flush
    Examples:
      | found | value | card                              |
      | gone  | none  | a card that lies about its flushes |

    @card:window:commands=64,loses=all
    Examples:
      | found | value | card                             |
      | there | new   | a card that keeps what it flushed |

  @virtual
  Scenario Outline: Settings that were synced on a Raspberry Pi are <found> after a cut, on <card>
    Given a device with probe 1 that runs settings-synced
    When it is switched on
    Then it reports "settings value=none"
    And it reports "saved"
    When its plug is pulled
    And it is switched on again
    Then it reports "settings value=<value>"

    @card:window:commands=64,loses=all
    Examples:
      | found | value | card                 |
      | gone  | none  | a card with a window |

    @card:ideal
    Examples:
      | found | value | card          |
      | there | new   | an ideal card |

  @virtual @board:virt
  Scenario Outline: A copy overwritten in place is <state> after a cut, on <card>
    Given a device with probe 1 that runs copy-in-place
    When it is switched on
    Then it reports "copied result=ok"
    When its plug is pulled
    And it is switched on, and loses power at write 0 into resin-rootB
    And it is switched on again
    Then it reports "copy state=<state>"

    @card:torn-command
    Examples:
      | state | card                     |
      | mixed | a card that tears commands |

    @card:torn-page:page=16KiB
    Examples:
      | state | card                  |
      | mixed | a card that tears pages |

    @card:ideal
    Examples:
      | state | card          |
      | A     | an ideal card |

  @virtual @board:virt
  Scenario Outline: The first of two copies side by side is <state> after a cut while the second is written, on <card>
    Given a device with probe 1 that runs two-copies
    When it is switched on, and loses power at write 1 into resin-rootB
    And it is switched on again
    Then it reports "copies first=<state> second=empty"

    @card:paired-page:page=4KiB,unit=4MiB
    Examples:
      | state   | card                     |
      | damaged | a card with paired pages |

    @card:ideal
    Examples:
      | state | card          |
      | A     | an ideal card |

  @virtual @board:virt
  Scenario Outline: What lies beside a block that was written is <state> after a cut, on <card>
    Given a device with probe 1 that runs beside-others
    When it is switched on
    Then it reports "neighbours state=empty"
    And it reports "written"
    When its plug is pulled
    And it is switched on again
    Then it reports "neighbours state=<state>"

    @card:au-garbage:size=64KiB,outside=ff
    Examples:
      | state   | card                              |
      | damaged | a card that copies its open unit |

    @card:ideal
    Examples:
      | state | card          |
      | empty | an ideal card |

  @virtual @board:virt
  Scenario Outline: What was discarded reads as <state>, on <card>
    Given a device with probe 1 that runs discards
    When it is switched on
    Then it reports "discarded state=<state>"

    @card:erase-noop
    Examples:
      | state | card                     |
      | A     | a card that erases nothing |

    @card:ideal
    Examples:
      | state | card          |
      | empty | an ideal card |

  @virtual @board:virt
  Scenario Outline: A copy that nobody read back is <state> in the next boot, on <card>
    Given a device with probe 1 that runs copy-in-place
    When it is switched on
    Then it reports "copied result=ok"
    When its plug is pulled
    And it is switched on again
    Then it reports "copy state=<state>"

    @card:program-noop:unit=4KiB,one-of=1,from=340MiB,to=341MiB
    Examples:
      | state | card                    |
      | empty | a card with weak units |

    @card:ideal
    Examples:
      | state | card          |
      | A     | an ideal card |

  @virtual @board:virt
  Scenario Outline: A copy that was verified once is <state> when it is used, on <card>
    Given a device with probe 1 that runs reads-twice
    When it is switched on
    Then it reports "verified state=A"
    And it reports "used state=<state>"

    @card:read-flaky:page=4KiB,one-of=1,from=340MiB,to=341MiB
    Examples:
      | state      | card                   |
      | unreadable | a card with weak pages |

    @card:ideal
    Examples:
      | state | card          |
      | A     | an ideal card |

  @virtual @board:virt @card:dead:after=64KiB
  Scenario: A card that has died reads nothing
    Given a device with probe 1 that runs reads-twice
    When it is switched on
    Then it reports "verified state=unreadable"

  @virtual @board:virt @card:read-only:after=0B
  Scenario: A card at its end of life says that it can only be read
    Given a device with probe 1 that runs copy-in-place
    When it is switched on
    Then it reports "copy state=empty"
    And it reports "copied result=failed"

  @virtual @card:read-only:after=0B
  Scenario: On a Raspberry Pi a card at its end of life takes every write and keeps none
    Given a device with probe 1 that runs copy-in-place
    When it is switched on
    Then it reports "copied result=ok"
    When its plug is pulled
    And it is switched on again
    Then it reports "copy state=empty"

  @wall @board:virt @card:read-only:after=0B
  Scenario: A device whose card is at its end of life says so and still boots
    Given a device with resinos 2.0.0+rev1
    When it is switched on
    Then it reports "mount label=resin-state result=failed"
    And it boots 2.0.0+rev1 from slot A

  @virtual @board:virt
  Scenario Outline: An installation where nothing was before is <result>, on <card>
    Given a device with probe 1 that runs new-unit
    When it is switched on
    Then it reports "log result=ok"
    And it reports "installed result=<result>"
    And it reports "log result=ok"

    @card:full-spare:after=4KiB,unit=4MiB
    Examples:
      | result | card                       |
      | failed | a card without spare blocks |

    @card:ideal
    Examples:
      | result | card          |
      | ok     | an ideal card |

  @wall @board:virt
  Scenario Outline: An update that is given three seconds is <result>, on <card>
    Given a device with probe 1 that runs impatient
    When it is switched on
    Then it reports "update result=<result>"

    @card:stuck-busy:every=64KiB,time=60s
    Examples:
      | result  | card                   |
      | gave-up | a card that gets stuck |

    @card:slow:read=0ms,write=60s,flush=60s
    Examples:
      | result  | card         |
      | gave-up | a slow card |

    @card:ideal
    Examples:
      | result    | card          |
      | installed | an ideal card |
