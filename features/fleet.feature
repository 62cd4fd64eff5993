Feature: A fleet
  From git push on one end to a container on a device at the other: git remote, builder, registry, API and supervisor, all real.

  @wall @board:virt @nightly
  Scenario: What a developer pushes runs on a new device of the fleet
    Given a fleet with the application anna/depot
    And a developer has pushed a program to it that says "depot 1 is open"
    And a device with resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And its config.json is that of a new device of the fleet
    When it is switched on
    Then it runs what was pushed, and "depot 1 is open" is heard
    And its fleet says that it is operational

  @wall @board:virt @nightly
  Scenario: What is pushed while a device has no power runs once it has it back
    Given a fleet with the application anna/depot
    And a developer has pushed a program to it that says "depot 1 is open"
    And a device with resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And its config.json is that of a new device of the fleet
    When it is switched on
    Then it runs what was pushed, and "depot 1 is open" is heard
    When its plug is pulled
    And a developer has pushed a program to it that says "depot 2 is open"
    And it is switched on
    Then it runs what was pushed, and "depot 2 is open" is heard
    And "depot 1 is open" is heard no more
