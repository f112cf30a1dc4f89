package import Teaching

/// What the routes call. The command line builds it; nothing here is built by the routes.
package struct Services: Sendable {
  package var frontDesk: FrontDesk
  package var courses: CourseDesk
  package var readingRoom: ReadingRoom
  package var progress: ProgressDesk
  package var department: DepartmentDesk
  package var items: ItemDesk
  package var research: ResearchDesk
  package var instructor: InstructorDesk
  package var library: CaseLibrary
  package var isDemo: Bool
  package var version: String

  package init(
    frontDesk: FrontDesk, courses: CourseDesk, readingRoom: ReadingRoom, progress: ProgressDesk,
    department: DepartmentDesk, items: ItemDesk, research: ResearchDesk,
    instructor: InstructorDesk, library: CaseLibrary, isDemo: Bool, version: String
  ) {
    self.frontDesk = frontDesk
    self.courses = courses
    self.readingRoom = readingRoom
    self.progress = progress
    self.department = department
    self.items = items
    self.research = research
    self.instructor = instructor
    self.library = library
    self.isDemo = isDemo
    self.version = version
  }
}
