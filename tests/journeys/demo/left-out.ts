// The journeys that need what a demonstration has not: they fail there, and a journey that is not named here must not.
const reload = "a demonstration that is loaded again begins anew";
const network = "there is no network to look at or to lose";
const another = "another page is another demonstration";
const server = "there is no server beside the page to ask";

/** Why each of them cannot be done, by its title. */
export const LEFT_OUT: Record<string, string> = {
  "one press hides all that could name a patient, and one shows it again": reload,
  "its zone is named, and ages do not take it for the browser's": reload,
  "without a network the list stays, and goes on by itself": network,
  "language and theme can be chosen before signing in": reload,
  "a run that a reload cuts off goes on, and nothing is sent twice": reload,
  "a view is saved without what could name a patient, and survives a reload": reload,
  "the URL holds what may be shared, and not the patient's name": another,
  "keys can be changed and switched off, and the page remembers it": reload,
  "choosing Deutsch turns the page German at once, and for good": reload,
  "a reload keeps the open session, and says that names in the filter were not kept": reload,
  "the first rows can be used while the rest is still on its way": reload,
  "columns are chosen, moved and resized, and stay so": reload,
  "an owner reads and changes what a project does on arrival": reload,
  "a wrong password is told, and the right one goes on": reload,
  "a token that was lost is asked for again": server,
  "a listing is asked for again by itself where that helps, and only there": network,
  "a run does not go on for another person, and asks its own when that one is back": reload,
  "what had failed before a reload is counted and shown after it, and tried again": reload,
};
