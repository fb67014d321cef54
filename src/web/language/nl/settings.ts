/** Dutch of settings, tags and notes. */
import type { Catalogue } from '../catalogue.ts';

export const settings: Catalogue = {
  'Settings of “{name}”': 'Instellingen van “{name}”',
  'Saved. It applies to what is imported from now on.': 'Opgeslagen. Het geldt voor wat vanaf nu wordt geïmporteerd.',
  'How packets become flows': 'Hoe pakketten flows worden',
  'Nothing changed.': 'Er is niets gewijzigd.',
  'This flow is still open: more packets may come, and it has no permanent number yet. You can tag it once it has ended, at the latest when its import ends; in a live capture that takes at most 15 minutes.':
    'Deze flow is nog open: er kunnen pakketten van komen, en hij heeft nog geen eigen nummer. Hij kan een label krijgen zodra hij eindigt, uiterlijk wanneer zijn import klaar is; bij live vastleggen is dat elke 15 minuten of eerder.',
  '{n} are still open and were left out: you can tag them once they have ended, at the latest when their import ends.':
    {
      one: '{n} is nog open en overgeslagen: hij kan een label krijgen zodra hij eindigt, uiterlijk wanneer zijn import klaar is.',
      other:
        '{n} zijn nog open en overgeslagen: ze kunnen een label krijgen zodra ze eindigen, uiterlijk wanneer hun import klaar is.',
    },
  '{n} of them are still open and will be left out: you can tag them once they have ended, at the latest when their import ends.':
    {
      one: '{n} ervan is nog open en wordt overgeslagen: hij kan een label krijgen zodra hij eindigt, uiterlijk wanneer zijn import klaar is.',
      other:
        '{n} ervan zijn nog open en worden overgeslagen: ze kunnen een label krijgen zodra ze eindigen, uiterlijk wanneer hun import klaar is.',
    },
  'The capture in this dataset can be read again with these settings, from where it is stored; or it stays as it is, and the settings apply to what is imported from now on.':
    'De capture hierin kan met wat gekozen is opnieuw worden gelezen, vanaf waar hij staat; of hij blijft zoals hij is, en de keuze geldt voor wat vanaf nu wordt geïmporteerd.',
  'Read again: {flows}.': 'Opnieuw gelezen: {flows}.',
  'It was cancelled: all flows are as they were.': 'Het is afgebroken: alle flows zijn zoals ze waren.',
  'Nothing has changed: all flows are as they were. Put the missing files back and read again, or save the settings for what comes.':
    'Er is niets veranderd: alle flows zijn zoals ze waren. Zet terug wat ontbreekt en lees opnieuw, of bewaar de keuze voor wat nog komt.',
  'It has begun, and is in the list of imports. Until it is done the flows are shown as they were.':
    'Het is begonnen en staat in de lijst van imports. Tot het klaar is blijven de flows zoals ze waren.',
  'Save for what comes': 'Bewaren voor wat komt',
  'Tags and notes move to the flows with the same ends at the same time':
    'Labels en notities gaan over op flows met dezelfde uiteinden op hetzelfde moment',
  'The {n} captures in this dataset can be read again with these settings, from where they are stored; or they stay as they are, and the settings apply to what is imported from now on.':
    {
      one: 'De {n} capture hierin kan met wat gekozen is opnieuw worden gelezen, vanaf waar hij staat; of hij blijft zoals hij is, en de keuze geldt voor wat vanaf nu wordt geïmporteerd.',
      other:
        'De {n} captures hierin kunnen met wat gekozen is opnieuw worden gelezen, vanaf waar ze staan; of ze blijven zoals ze zijn, en de keuze geldt voor wat vanaf nu wordt geïmporteerd.',
    },
  'Read the {n} captures again': { one: 'De {n} capture opnieuw lezen', other: 'De {n} captures opnieuw lezen' },
  'Set before the first import, it applies to the whole dataset.':
    'Vóór de eerste import gekozen geldt het voor de hele dataset.',
  'Packets in tunnels belong to': 'Pakketten in tunnels horen bij',
  'the flow inside': 'de flow binnenin',
  'the flow of the tunnel': 'de flow van de tunnel',
  'Networks whose addresses overlap are kept apart by':
    'Netwerken waarvan de adressen overlappen worden onderscheiden op',
  'network of the tunnel (VNI)': 'netwerk van de tunnel (VNI)',
  'Packets captured twice': 'Dubbel vastgelegde pakketten',
  'count each time': 'tellen elke keer',
  'count once': 'tellen één keer',
  'Save how flows are made': 'Opslaan hoe flows worden gemaakt',
  'Your own networks': 'Uw eigen netwerken',
  'Addresses in a block get its name as their operator, and its country, in all views and exports, also in flows already imported; a single address gets the name as its own. Of nested blocks the innermost counts. With latitude and longitude a block appears on the map.':
    'Wat in een blok ligt krijgt de naam ervan als beheerder en het land ervan, in alle weergaven en exports, ook bij flows die eerder zijn geïmporteerd; een enkel adres krijgt de naam als eigen naam. Een blok binnen een ander gaat voor. Met breedte- en lengtegraad staat het op de kaart.',
  Block: 'Blok',
  Latitude: 'Breedtegraad',
  Longitude: 'Lengtegraad',
  'There are none yet.': 'Er zijn er nog geen.',
  'Add a network': 'Netwerk toevoegen',
  'Paste a list': 'Lijst plakken',
  'Copy the list as CSV, for another dataset': 'Lijst als CSV kopiëren, voor een andere dataset',
  'Save networks': 'Netwerken opslaan',
  'Amsterdam office': 'Kantoor Amsterdam',
  'There is no such country.': "Zo'n land is er niet.",
  'Remove network {number}': 'Netwerk {number} verwijderen',
  'This cannot be read: {why}': 'Dit is niet te lezen: {why}',
  'No network was found in it.': 'Er is geen netwerk in gevonden.',
  'A list, a network a line: block, name, country, latitude, longitude':
    'Een lijst, per regel een netwerk: blok, naam, land, breedtegraad, lengtegraad',
  'CSV, cells of a spreadsheet, or JSON; what follows the name may be left out':
    'CSV, cellen uit een spreadsheet, of JSON; wat na de naam komt mag ontbreken',
  'Take them into the list': 'In de lijst opnemen',
  '{n} things need fixing first': {
    one: '{n} ding moet eerst worden verbeterd',
    other: '{n} dingen moeten eerst worden verbeterd',
  },
  'Saved: {n} networks apply to all flows.': {
    one: 'Opgeslagen: {n} netwerk geldt voor alle flows.',
    other: 'Opgeslagen: {n} netwerken gelden voor alle flows.',
  },
  'Nothing changed: they had it already.': 'Er is niets veranderd: het was al zo.',
  'Changed {n} flows of {all}.': { one: '{n} flow van {all} gewijzigd.', other: '{n} flows van {all} gewijzigd.' },
  '{n} more were left out: narrow the filter and do it again.':
    '{n} andere zijn overgeslagen: maak het filter nauwer en doe het opnieuw.',
  'Taken back.': 'Teruggenomen.',
  'Kept.': 'Bewaard.',
  Undo: 'Ongedaan maken',
  'a tag, then Enter': 'een label, dan Enter',
  'Keep the note': 'Notitie bewaren',
  'Tags and note of this flow': 'Labels en notitie van deze flow',
  'Tags and note': 'Labels en notitie',
  'Tags and note of host {ip}': 'Labels en notitie van host {ip}',
  'Tags and note of this dataset': 'Labels en notitie van deze dataset',
  'Which flows': 'Welke flows',
  '{n} ticked': '{n} aangevinkt',
  'the first {n} shown': 'de eerste {n} getoonde',
  'all {n} shown': 'alle {n} getoonde',
  'Put on': 'Opplakken',
  'Take off': 'Afhalen',
  'empty takes notes away': 'leeg haalt notities weg',
  'Note it': 'Noteren',
  'Tick none': 'Niets aanvinken',
  'Tick flows in the first column, or choose all that are shown.':
    'Vink flows aan in de eerste kolom, of kies alle getoonde.',
  'This applies to {n} flows.': {
    one: 'Het wordt gedaan voor {n} flow.',
    other: 'Het wordt gedaan voor {n} flows.',
  },
};
