"""Given names in common use in German lists: they tell given from family names, and twins from slips of the
pen.
"""

from empfang.rules.names import fold

_COMMON = """
Aaron Abdul Adam Adelheid Adrian Ahmed Albert Alena Alessia Alexander Alexandra Alex Alfred Ali Alice Alina
Alma Amalia Amelie Amir Amira Ana Andrea Andreas Andrej Angela Angelika Anita Anja Anke Anna Anne Annegret
Annelie Annette Annika Anni Anton Antonia Antonio Arne Arthur Astrid August Aylin Ayse Barbara Bastian Beate
Ben Benedikt Benjamin Bernd Bernhard Berta Bettina Bianca Birgit Bjarne Björn Bodo Bruno Carina Carl Carla
Carlo Carlos Carmen Carolin Caroline Carsten Caspar Celina Celine Charlotte Chiara Christa Christel
Christian Christiane Christina Christine Christoph Christopher Clara Claudia Claus Clemens Conny Cornelia
Dagmar Damian Daniel Daniela Danny Dario David Denis Dennis Detlef Diana Diego Dieter Dietmar Dirk Dominic
Dominik Dora Doris Dorothea Eberhard Eckhard Edith Eduard Egon Elena Elfriede Eli Elia Elias Elif Elisa
Elisabeth Elise Elke Ella Elli Ellen Elsa Emil Emilia Emilie Emily Emma Emmi Emre Enno Erhard Eric Erich
Erik Erika Erna Ernst Erwin Esra Esther Eugen Eva Evelyn Fabian Fabio Fatih Fatima Fatma Felicitas Felix
Ferdinand Finja Finn Fiona Florian Frank Franz Franziska Frauke Frida Frieda Friedrich Fritz Gabi Gabriel
Gabriele Georg Gerd Gerda Gerhard Gerlinde Gertrud Gisela Gottfried Greta Grete Gudrun Günter Günther Gustav
Hanna Hannah Hanne Hannelore Hannes Hanno Hans Harald Harry Hartmut Hassan Hatice Hedwig Heidi Heike Heiko
Heiner Heinrich Heinz Helena Helene Helga Helge Helmut Henning Henri Henriette Henrik Henry Herbert Hermann
Herta Hilda Hilde Hildegard Holger Horst Hubert Hugo Ibrahim Ida Ilona Ilse Ina Ines Inga Inge Ingeborg Ingo
Ingrid Inka Irene Irina Iris Irma Irmgard Isabel Isabell Isabella Ivan Ivana Jakob Jan Jana Janina Janine
Jannik Jannis Jasmin Jens Jessica Jette Joachim Joana Jochen Johann Johanna Johannes Jonah Jonas Jonathan
Jörg Jörn Josef Josefine Joseph Joshua Judith Jule Julia Julian Juliane Julius Jürgen Jutta Kai Kaja Karen
Karim Karin Karina Karl Karla Karolin Karoline Karsten Katharina Kathrin Katja Katrin Kerstin Kevin Kim Kira
Klara Klaus Konrad Kristin Kristina Kurt Lara Larissa Lars Lasse Laura Laurin Lea Leah Lena Leni Lenja
Lennard Lennart Leo Leon Leonard Leonie Leopold Levi Levin Lia Liam Lian Liane Lidia Lili Liliane Lilli
Lilly Lina Linda Line Linn Linus Lisa Lotta Lotte Louis Louisa Louise Luca Lucas Lucia Lucy Ludwig Luis
Luisa Luise Luka Lukas Luna Lutz Lya Lydia Mads Magda Magdalena Maik Maja Malin Malte Mandy Manfred Manuel
Manuela Mara Marc Marcel Marco Marcus Mareike Maren Margarete Margit Margot Margret Maria Marianne Marie
Marika Marina Mario Marion Mark Marko Markus Marlene Marlies Marlis Marta Martha Martin Martina Marvin Mary
Mathilda Matilda Mats Matteo Matthias Matti Max Maxim Maximilian Maya Mehmet Melanie Melina Melissa Merle
Metin Mia Micha Michael Michaela Mika Mila Milan Milena Milo Mina Mira Miriam Mohamed Mohammed Mona Monika
Monique Moritz Murat Mustafa Nadine Nadja Nala Natalie Natascha Nele Nelli Nelly Nick Nicklas Niclas Nico
Nicola Nicolas Nicole Niklas Nils Nina Noah Noel Noemi Nora Norbert Norman Ole Oliver Olga Omar Oscar Oskar
Otto Pascal Patricia Patrick Paul Paula Pauline Peter Petra Phil Philip Philipp Pia Pierre Rafael Ragnar
Rainer Ralf Ralph Ramona Raphael Rebecca Regina Reiner Reinhard Renate René Renée Ria Richard Rita Robert
Roberto Robin Roger Roland Rolf Roman Romy Ron Ronja Rosa Rosemarie Roswitha Rudi Rudolf Rüdiger Ruth Sabine
Sabrina Samira Samuel Sandra Sandro Sara Sarah Sascha Sebastian Selin Selina Selma Serkan Siegfried Siegrid
Sigrid Silas Silke Silvia Simon Simone Sina Sofia Sofie Sonja Sophia Sophie Stefan Stefanie Steffen Stella
Stephan Stephanie Susann Susanna Susanne Sven Svenja Sybille Sylvia Tabea Tamara Tanja Tatjana Teresa Theo
Theodor Theresa Thilo Thomas Thore Thorsten Tilda Till Tilo Tim Timo Tina Tino Tobias Tom Tomas Toni Torben
Torsten Udo Ulf Uli Ulla Ulrich Ulrike Ursula Uta Ute Uwe Valentin Valentina Valerie Vanessa Vera Verena
Veronika Viktor Viktoria Vincent Viola Volker Walter Waltraud Wanda Werner Wiebke Wilhelm Wilhelmine Willi
Willy Wilma Wolfgang Wolfram Yannick Yannis Yasemin Yasin Yusuf Yvonne Zeynep Zoe
Adele Aleksander Aleksandra Alicia Alparslan Alperen Amina Anastasia Andre Aniko Anouk Arda Arian Ariane Armin Arnd
Arno Asya Ata Aurelia Ayla Azra Bent Berat Berkay Birte Burak Can Cem Cengiz Ceren Chloe Cosima Danilo Deniz Dilara
Eda Efe Ela Eliana Elina Emanuel Emin Emine Enes Enrico Eren Ergün Eylül Eymen Fatmanur Ferhat Filiz Finnja Frederik
Frederike Friederike Furkan Fynn Gerrit Gino Gülay Hakan Halil Hamza Hasan Hüseyin Ilayda Ilias Imke Irem Ismail Ivo
Jaron Jasper Jil Jill Joel Jolina Jona Jonna Joris Josefina Josephine Kaan Kaya Kemal Kian Kilian Kimberly Klemens
Koray Laurenz Leif Lenn Lennox Leyla Lio Lion Lisbeth Liselotte Lorena Lorenz Luana Magnus Marek Marla Marleen
Marwin Mathis Mattis Melek Melis Melisa Mert Merve Mete Milow Mirjam Nia Nike Osman Peer Per Philine Ramazan Rana
Rasmus Rieke Rosalie Ruben Runa Selim Semih Sena Sibel Sidney Sila Sinan Süleyman Talea Tarik Thea Thies Tiago
Tilman Tjark Tuana Tuba Tyler Umut Valeria Yagmur Yara Yaren Yigit Younes Yunus Zehra Zoey Ümit
"""
GIVEN_NAMES = frozenset(fold(name) for name in _COMMON.split())
"""Folded."""
