import ArgumentParser
import Foundation
import Records

/// Accounts from the command line, beside a running server too.
struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Adds and lists accounts, sets passwords and roles.",
    subcommands: [Add.self, List.self, Password.self, SetRole.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Adds an account; the password is read from standard input.")
    @Argument(help: "What the person types to sign in.") var name: String
    @Option(help: "trainee, instructor, department or administrator.") var role: Role
    @Option(help: "The person's name as shown. (default: the sign-in name)") var displayName: String?
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
      let store = try Installation.store(try Settings(settings))
      let account = try await store.createAccount(
        NewAccount(name: name, displayName: displayName ?? name, password: try passwordFromInput()),
        role: role, by: .commandLine, now: Date())
      print("added \(account.name), \(account.role.rawValue)")
      try store.close()
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists accounts: name, role, shown name.")
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
      let store = try Installation.store(try Settings(settings))
      for account in try await store.accounts() {
        let state = account.isDisabled ? "\tdisabled" : ""
        print("\(account.name)\t\(account.role.rawValue)\t\(account.displayName)\(state)")
      }
      try store.close()
    }
  }

  struct Password: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sets a password, read from standard input, and ends the account's sessions.")
    @Argument var name: String
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
      let store = try Installation.store(try Settings(settings))
      let account = try await store.known(name)
      try await store.setPassword(
        try passwordFromInput(), of: account.id, by: .commandLine, now: Date())
      try await store.deleteSessions(of: account.id)
      print("set the password of \(account.name)")
      try store.close()
    }
  }

  struct SetRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "role", abstract: "Changes a role.")
    @Argument var name: String
    @Argument var role: Role
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
      let store = try Installation.store(try Settings(settings))
      let account = try await store.known(name)
      try await store.setRole(role, of: account.id, by: .commandLine, now: Date())
      print("\(account.name) is now \(role.rawValue)")
      try store.close()
    }
  }
}

extension Role: ExpressibleByArgument {}

extension RecordStore {
  fileprivate func known(_ name: String) async throws -> Account {
    guard let account = try await account(named: name) else {
      throw Failure("there is no account '\(name)'; 'sonodrill user list' shows all")
    }
    return account
  }
}

/// One line from standard input; asked for without echo at a terminal.
private func passwordFromInput() throws -> String {
  if isatty(STDIN_FILENO) == 1 {
    guard let typed = getpass("Password: ") else { throw Failure("no password was given") }
    return String(cString: typed)
  }
  guard let line = readLine(strippingNewline: true), !line.isEmpty else {
    throw Failure("the password is read from standard input, one line; none came")
  }
  return line
}
