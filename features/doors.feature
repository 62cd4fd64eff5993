Feature: Doors of the device
  A device lets in its owner and its containers, and its owner again after others have knocked too often.

  @wall @board:virt @nightly @case:os/iptables-firewall @case:os/recover-sshd-timer @case:os/recover-sshd-stopped @case:os/recover-sshd-healthy
  Scenario: A device guards its supervisor, and opens the door for ssh again that too many have knocked at
    Given a device with resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    When it is switched on
    Then its supervisor starts
    And its ssh socket is looked after, and left alone while it is well
    When so many connections come that its ssh socket is shut
    Then it opens its ssh socket again
    And its firewall keeps strangers from its supervisor, over IPv4 and IPv6

  @wall @board:virt @nightly @case:cloud/ssh-auth-development
  Scenario: A development device is open until its config.json names keys
    Given a device with resinos-full 2.0.0+rev1/development
    When it is switched on
    Then anybody can log in
    When its developer puts a key for ssh into its config.json over ssh
    Then only that key lets in
